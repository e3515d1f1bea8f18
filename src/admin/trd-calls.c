/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trd-command.h"

static const TrdColumn columns[] = {
  { "from", "FROM", TRD_KIND_TEXT },
  { "to", "TO", TRD_KIND_TEXT },
  { "direction", "DIRECTION", TRD_KIND_TEXT },
  { "status", "STATUS", TRD_KIND_TEXT },
  { "duration", "LASTED", TRD_KIND_DURATION },
  { "start_time", "STARTED", TRD_KIND_TIME },
  { "sid", "SID", TRD_KIND_TEXT },
};

static TrdExit
list (const TrdCommand *command, TrdService *service, const TrdOptions *options, char **arguments)
{
  const char *const query[] = { "Status", options->status, NULL };
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) rows =
      trd_service_list (service, TR_SERVICE_API, "Calls.json",
                        options->status != NULL ? query : NULL, options->limit, &error);

  if (rows == NULL)
    return trd_complain_error (error);
  trd_table_print (columns, G_N_ELEMENTS (columns), rows, options->format, "There are no such calls.");
  return TRD_EXIT_DONE;
}

/* @form: (nullable): what to change. */
static TrdExit
request (TrdService *service, const TrdOptions *options, const char *call, const char *const *form)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonObject) row =
      trd_service_request_by_sid (service, TR_SERVICE_API, form != NULL ? "POST" : "GET", "call",
                                  "Calls/%s.json", call, form, &error);

  if (row == NULL)
    return trd_complain_error (error);
  trd_card_print (columns, G_N_ELEMENTS (columns), row, options->format);
  return TRD_EXIT_DONE;
}

static TrdExit
show (const TrdCommand *command, TrdService *service, const TrdOptions *options, char **arguments)
{
  return request (service, options, arguments[0], NULL);
}

static TrdExit
redirect (const TrdCommand *command, TrdService *service, const TrdOptions *options, char **arguments)
{
  const char *const form[] = { "Url", arguments[1], NULL };

  return request (service, options, arguments[0], form);
}

static TrdExit
end (const TrdCommand *command, TrdService *service, const TrdOptions *options, char **arguments)
{
  const char *const form[] = { "Status", "completed", NULL };

  return request (service, options, arguments[0], form);
}

const TrdCommand trd_call_commands[] = {
  { "calls", "list", "", "List calls (--status=in-progress for those that go on).", list, 0, 0,
    TRD_OPTION_LIMIT | TRD_OPTION_STATUS },
  { "calls", "show", "CALL", "Show one, by its SID.", show, 1, 1, 0 },
  { "calls", "redirect", "CALL URL", "Have it go on with the TwiML at URL.", redirect, 2, 2, 0 },
  { "calls", "end", "CALL", "Hang it up.", end, 1, 1, 0 },
  { NULL },
};
