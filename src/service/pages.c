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

/* Browsers ask for it by themselves: three bars and the mark that they fall short of. */
static bool page_icon(const struct web_context *context, const struct web_asked *asked,
                      struct web_answer *answer, struct err *err)
{
    (void)context;
    (void)asked;
    (void)err;
    answer->type = "image/svg+xml";
    buf_puts(&answer->body, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 16 16\">"
                            "<rect width=\"16\" height=\"16\" rx=\"3\" fill=\"#1f4e79\"/>"
                            "<path d=\"M3 4.5h7M3 8h4.5M3 11.5h6\" stroke=\"#fff\" stroke-width=\"2\"/>"
                            "<path d=\"M12.5 3v10\" stroke=\"#ff9a90\" stroke-width=\"1.5\"/></svg>\n");
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
                                        {"GET", "/due", page_due, false},
                                        {"GET", "/messages", page_messages, false},
                                        {"GET", "/messages/{}", page_message, false},
                                        {"GET", "/notices/{}", page_notice, false},
                                        {"GET", "/rows/{}", page_rows, false},
                                        {"GET", "/style.css", page_style_sheet, false},
                                        {"GET", "/favicon.ico", page_icon, false},
                                        {NULL, NULL, NULL, false}};
