-- What the rows behind a score sheet rest on: their evidence columns, and the files attached to them. A row
-- whose key says no year is taken by its code: those asked for are of the year.
-- $1 fiscal year, $2 units, $3 projects, $4 indicators, $5 contracts, $6 rectifications (codes, text[]),
-- $7 unit or project and $8 code of the sheet's subject, whose assessments count
-- columns: table, key, evidence
SELECT 'indicator_values', indicator_code || '/' || fiscal_year || '/' || month, evidence
FROM indicator_values
WHERE indicator_code = ANY ($4::text[]) AND fiscal_year = $1::smallint AND evidence <> ''
UNION
SELECT 'assessments', subject || '/' || subject_code || '/' || fiscal_year || '/' || item_code, evidence
FROM assessments
WHERE subject = $7 AND subject_code = $8 AND fiscal_year = $1::smallint AND evidence <> ''
UNION
SELECT table_name, key, path FROM evidence_links
WHERE coalesce(fiscal_year, $1::smallint) = $1::smallint
    AND CASE table_name
        WHEN 'units' THEN row_key ->> 'code' = ANY ($2::text[])
        WHEN 'projects' THEN row_key ->> 'code' = ANY ($3::text[])
        WHEN 'indicators' THEN row_key ->> 'code' = ANY ($4::text[])
        WHEN 'contracts' THEN row_key ->> 'code' = ANY ($5::text[])
        WHEN 'rectifications' THEN row_key ->> 'code' = ANY ($6::text[])
        WHEN 'assessments' THEN row_key ->> 'subject' = $7 AND row_key ->> 'subject_code' = $8
        ELSE row_key ->> 'unit_code' = ANY ($2::text[])
            OR row_key ->> 'project_code' = ANY ($3::text[])
            OR row_key ->> 'indicator_code' = ANY ($4::text[])
            OR coalesce(row_key ->> 'owner_code', row_key ->> 'subject_code') = ANY (
                CASE coalesce(row_key ->> 'owner', row_key ->> 'subject')
                    WHEN 'unit' THEN $2::text[]
                    WHEN 'project' THEN $3::text[]
                    ELSE $4::text[]
                END)
        END
