-- Name a file in the evidence column of an indicator's value, unless that says something else already.
-- $1 key by names (jsonb), $2 path
UPDATE indicator_values SET evidence = $2
WHERE indicator_code = $1::jsonb ->> 'indicator_code'
    AND fiscal_year = ($1::jsonb ->> 'fiscal_year')::smallint
    AND month = ($1::jsonb ->> 'month')::smallint
    AND coalesce(evidence, '') IN ('', $2)
