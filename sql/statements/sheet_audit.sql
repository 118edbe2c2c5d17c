-- As of which row of the audit trail the rest of this snapshot is. Ids are in the order of writing: what
-- another transaction had written but not committed may have a lower one.
-- columns: the last id that is seen; 0: there is none
SELECT coalesce(max(id), 0) FROM audit
