#include "service/web_page.h"

#include <stdint.h>

const char *web_query(const struct web_asked *asked, const char *name)
{
    const struct web_fields fields = {(struct web_field *)(uintptr_t)asked->query, asked->query_count};

    return web_fields_get(&fields, name);
}

const char *web_form(const struct web_asked *asked, const char *name)
{
    const struct web_fields fields = {(struct web_field *)(uintptr_t)asked->form, asked->form_count};

    return web_fields_get(&fields, name);
}
