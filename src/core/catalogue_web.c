#include "core/catalogue_web.h"

static const struct {
    const char *zh, *en;
} texts[] = {
    [WEB_LOGIN] = {"登录", "Log in"},
    [WEB_TOKEN] = {"访问令牌", "Token"},
    [WEB_LOGIN_ABOUT] = {"请输入管理员提供的访问令牌。", "Enter the token that the operator has given you."},
    [WEB_TOKEN_WRONG] = {"令牌不正确。", "That is no token of this service."},
    [WEB_TOO_MANY] = {"失败次数过多，请稍后再试。",
                      "There were too many failed attempts; try again in a while."},
    [WEB_LOGGED_IN_READ] = {"您已登录，可以查看。", "You are logged in, and may read."},
    [WEB_LOGGED_IN_ACT] = {"您已登录，可以查看并处理。", "You are logged in, and may read and act."},
    [WEB_LOGOUT] = {"退出登录", "Log out"},
    [WEB_HOME] = {"返回首页", "To the first page"},
    [WEB_CONTINUE] = {"已经登录过？继续", "Logged in already? Go on"},
    [WEB_BAD_REQUEST] = {"请求有误", "This cannot be understood"},
    [WEB_FORBIDDEN] = {"无权操作", "This is not allowed"},
    [WEB_NOT_FOUND] = {"未找到", "Not found"},
    [WEB_NOT_ALLOWED] = {"不支持的请求方式", "This cannot be asked in that way"},
    [WEB_CONFLICT] = {"数据冲突", "Something else was first"},
    [WEB_UNSUPPORTED] = {"不支持的内容类型", "This kind of content is not taken"},
    [WEB_FAILED] = {"处理失败", "That did not work"},
    [WEB_UNAVAILABLE] = {"暂时不可用", "Not available just now"},
    [WEB_NOT_FOUND_SAY] = {"这里没有所请求的内容。", "There is nothing here by that name."},
    [WEB_MUST_ACT] = {"需要具有处理权限的令牌，请重新登录。",
                      "This asks for a token that allows acting; log in with one."},
    [WEB_OTHER_NAME] = {"本服务不用这个名称访问；可用的名称由管理员在web.hosts中设置。",
                        "This service has another name; web.hosts lists those it may be asked under."},
    [WEB_TARGET_WRONG] = {"网址有误，可能没有复制完整。",
                          "The address makes no sense; it may not have been copied whole."},
    [WEB_FORM_WRONG] = {"提交的内容无法识别，未作任何处理。",
                        "What was sent makes no sense; nothing was done."},
    [WEB_CROSS_SITE] = {"该表单不是从本站提交的，未作任何处理。",
                        "The form was not sent from this site; nothing was done."},
    [WEB_PROOF_WRONG] = {"页面已过期，未作任何处理；请重新打开页面后再提交。",
                         "The page is too old; nothing was done. Open it again, and send it again."},
    [WEB_UNAVAILABLE_SAY] = {"数据库当前无法访问，恢复后即可继续使用。",
                             "The database cannot be reached. This page works again as soon as it can."},
    [WEB_UNSURE_SAY] =
        {"数据库当前无法访问，所提交的内容可能没有保存；恢复后请先查看，没有的再提交一次。",
         "The database cannot be reached, and what was sent may not be stored. Look when it can be "
         "reached again, and send once more what is not there."},
    [WEB_BUSY_SAY] = {"当前请求过多，请稍后再试。", "Too much is asked at once; try again in a moment."},
    [WEB_FAILED_SAY] = {"处理请求时出错，原因已记入日志。", "An answer could not be made; the log says why."},
    [WEB_NOT_PERMITTED] = {"页面所用的数据库登录没有此项权限，详情已记入日志。",
                           "The pages' login at the database may not do that; the log says what."},
};

_Static_assert(sizeof texts / sizeof texts[0] == WEB_TEXTS, "each text in both languages");

const char *catalogue_web(enum language language, enum web_text text)
{
    return language == LANGUAGE_ZH ? texts[text].zh : texts[text].en;
}
