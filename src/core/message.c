#include "core/message.h"

#include <string.h>

struct message_person message_answers(const struct message_event *event)
{
    return (struct message_person){.name = event->answers_name,
                                   .role = event->answers_role,
                                   .unit = event->answers_unit,
                                   .mobile = event->answers_mobile,
                                   .im_id = event->answers_im_id,
                                   .email = event->answers_email};
}

bool message_person_known(const struct message_person *person)
{
    return person->name != NULL && person->name[0] != '\0';
}

static bool same(const char *a, const char *b)
{
    return strcmp(a != NULL ? a : "", b != NULL ? b : "") == 0;
}

bool message_person_same(const struct message_person *a, const struct message_person *b)
{
    return same(a->name, b->name) && same(a->unit, b->unit);
}

/* Who answers comes first even where only a way to reach them is known. */
size_t message_people(const struct message_event *event, struct message_person ret_people[MESSAGE_PEOPLE_MAX])
{
    const struct message_person *others[] = {&event->owner, &event->heads[0], &event->heads[1]};
    size_t count = 0;

    ret_people[count++] = message_answers(event);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        bool told = !message_person_known(others[i]);
        for (size_t k = 0; k < count; k++)
            told = told || message_person_same(others[i], &ret_people[k]);
        if (!told)
            ret_people[count++] = *others[i];
    }
    return count;
}
