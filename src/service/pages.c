/* What people look at: where each page is. Paths are promises, since people keep them and messages link to
 * them. */
#include "report/site.h"
#include "service/page_parts.h"
#include "service/web_page.h"

bool page_style_sheet(const struct web_context *context, const struct web_asked *asked,
                      struct web_answer *answer, struct err *err)
{
    (void)context;
    (void)asked;
    (void)err;
    answer->type = "text/css; charset=utf-8";
    buf_puts(&answer->body, site_style());
    return true;
}

const struct web_route page_routes[] = {{"GET", "/", page_overview, false},
                                        {"GET", "/units/{}", page_unit, false},
                                        {"GET", "/projects", page_projects, false},
                                        {"GET", "/projects/{}", page_project, false},
                                        {"GET", "/indicators/{}", page_indicator, false},
                                        {"GET", "/contracts/{}", page_contract, false},
                                        {"GET", "/deviations", page_deviations, false},
                                        {"GET", "/deviations/{}", page_deviation, false},
                                        {"POST", "/deviations/{}/acknowledge", page_acknowledge, true},
                                        {"GET", "/messages", page_messages, false},
                                        {"GET", "/messages/{}", page_message, false},
                                        {"GET", "/rows/{}", page_rows, false},
                                        {"GET", "/style.css", page_style_sheet, false},
                                        {NULL, NULL, NULL, false}};
