-- Under the lock of pass_lock_log. No parameters.
TRUNCATE change_log
