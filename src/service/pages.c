#include "service/web_page.h"

const struct web_route page_routes[] = {{NULL, NULL, NULL, false}};
