-- Subjects that no date can change any more. $1 kinds, $2 codes.
DELETE FROM schedule s USING unnest($1::text[], $2::text[]) AS n (kind, code)
WHERE s.subject_kind = n.kind AND s.subject_code = n.code COLLATE "C"
