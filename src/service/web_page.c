#include "service/web_page.h"

#include <string.h>

static const char *first_of(const struct web_field *fields, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(fields[i].name, name) == 0)
            return fields[i].value;
    return NULL;
}

const char *web_query(const struct web_asked *asked, const char *name)
{
    return first_of(asked->query, asked->query_count, name);
}

const char *web_form(const struct web_asked *asked, const char *name)
{
    return first_of(asked->form, asked->form_count, name);
}
