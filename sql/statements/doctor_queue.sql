-- For doctor: messages by channel, type and state; those that are delivered of the last seven days.
-- columns: named as they are shown.
SELECT channel, type, state, count(*) AS messages, max(attempts) AS most_attempts,
       date_trunc('second', now() - min(created_at)) AS oldest,
       count(*) FILTER (WHERE lease_until > now()) AS under_way
FROM messages WHERE waits OR died OR created_at > now() - interval '7 days'
GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
