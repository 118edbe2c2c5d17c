-- Take lapsed acknowledgements off: the deviation escalated or resolved, or its action was refuted. What was said stays in
-- acknowledgements. $1 rule, $2 subject_kind, $3 subject_code, $4 fiscal_year: arrays in pairs.
UPDATE deviations d
SET acknowledged_at = NULL, acknowledged_by = NULL, cause = NULL, decision = NULL, action = NULL,
    action_due = NULL, action_done_on = NULL, action_owner = NULL, action_verified_on = NULL
FROM unnest($1::text[], $2::text[], $3::text[], $4::smallint[]) AS n (rule, kind, code, year)
WHERE d.subject_kind = n.kind AND d.subject_code = n.code COLLATE "C" AND d.fiscal_year = n.year
  AND d.rule = n.rule AND d.acknowledged_at IS NOT NULL
