#include "service/web_page.h"

const struct web_route api_routes[] = {{NULL, NULL, NULL, false}};
