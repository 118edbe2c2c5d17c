-- A unit reported a month that it had not reported before (or took one back): every project of it is to
-- be looked at again, since they carry their last figures forward to that month. Those of this batch
-- have just been. $1 unit codes, $2 project codes of the batch.
INSERT INTO change_log (subject_kind, subject_code, fiscal_year)
SELECT 'project', code, 0 FROM projects
WHERE unit_code = ANY ($1::text[]) AND NOT code = ANY ($2::text[])
