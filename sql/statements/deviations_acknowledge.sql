-- Acknowledge deviations that stand: their columns, the history, and a row in the change log for each
-- subject, so that the daemon looks at it again and at its schedule. What is not said ($3 to $7, $9 NULL)
-- stays as an acknowledgement that has not lapsed has it; a new action brings its own owner and dates. Officers have
-- no right on the tables themselves: the function is the owner's.
-- $1 ids (bigint[]), $2 by whom, $3 cause, $4 decision, $5 action, $6 action due, $7 action done on,
-- $8 note, $9 owner of the action
-- columns: number of deviations
SELECT acknowledge($1::bigint[], $2, $3, $4, $5, $6::date, $7::date, $8, $9)
