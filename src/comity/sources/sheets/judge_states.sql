-- One row a cell of a state: the state and the days, or in `dropped` why it is no fact.
-- A fact is of the whole year; but where two numbers of one state tell of the same year, each is
-- of the days on which it stood.
CREATE OR REPLACE TEMP TABLE judged AS
SELECT
    line, fact, state, value, text, dropped,
    CASE WHEN tellers > 1 AND dropped IS NULL THEN first_day ELSE make_date(year, 1, 1) END AS day,
    CASE WHEN tellers > 1 AND dropped IS NULL THEN last_day ELSE make_date(year + 1, 1, 1) END
        AS end_day
FROM (
    SELECT
        *,
        count(*) FILTER (WHERE dropped IS NULL) OVER (PARTITION BY fact, state, year) AS tellers
    FROM (
        SELECT
            c.line,
            c.fact,
            c.year,
            s.party AS state,
            s.first_day,
            s.end_day AS last_day,
            c.value,
            c.text,
            CASE
                WHEN c.value IS NULL THEN 'NO_VALUE'
                WHEN s.party IS NULL AND NOT s.listed THEN 'UNKNOWN_SOURCE'
                WHEN s.party IS NULL THEN 'NO_STATE_THEN'
            END AS dropped
        FROM cells AS c
        JOIN meanings AS s ON s.number = c.state AND s.year = c.year
    )
)
