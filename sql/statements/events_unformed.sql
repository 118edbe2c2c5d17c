-- Events of which nobody has decided yet which channels want them, the oldest first. Nothing is locked:
-- events_route takes an event only if it is still unformed then. A correction waits until the event that it
-- corrects is routed, since it goes wherever that one went.
-- $1 how many events at most
-- columns: id, event, rule, severity, unit code, the event that it corrects (NULL: none), a channel that
--          was told of that or is about to be. Of a correction there is a row for each such channel, or one
--          with NULL.
SELECT e.id, e.event, e.rule, e.severity, e.unit_code, e.corrects_event_id, m.channel
FROM (
    SELECT new.* FROM events new LEFT JOIN events old ON old.id = new.corrects_event_id
    WHERE NOT new.formed AND coalesce(old.formed, true)
    ORDER BY new.id
    LIMIT $1::int
) e
LEFT JOIN message_events m ON m.event_id = e.corrects_event_id AND m.state IN ('waiting', 'sent')
ORDER BY e.id
