-- Contracts with a step that is said to be done on a day still to come.
-- Columns: place, line, text
SELECT place, line, format('a step on %s, which is still to come', day) AS text
FROM (
    SELECT place, line, greatest(awarded_on, signed_on, published_on, filed_on) AS day
    FROM pg_temp.staged_contracts
) AS s
WHERE day > current_date
