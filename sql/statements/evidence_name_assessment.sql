-- Name a file in the evidence column of an assessment, unless that says something else already.
-- $1 key by names (jsonb), $2 path
UPDATE assessments SET evidence = $2
WHERE subject = $1::jsonb ->> 'subject' AND subject_code = $1::jsonb ->> 'subject_code'
    AND fiscal_year = ($1::jsonb ->> 'fiscal_year')::smallint
    AND item_code = $1::jsonb ->> 'item_code'
    AND coalesce(evidence, '') IN ('', $2)
