-- Every project of a unit is to be looked at again. The unit reported a month that it had not reported before (or took
-- one back), and its projects carry their last figures forward to that month. One row a unit stands for all of
-- them, however many they are: each batch takes a share, and what changes meanwhile has its turn.
-- $1 unit codes, $2 the project behind which to go on ('': from the first), in pairs.
INSERT INTO change_log (subject_kind, subject_code, after_code)
SELECT 'unit_projects', unit, project FROM unnest($1::text[], $2::text[]) AS n (unit, project)
