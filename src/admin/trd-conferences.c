/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trd-command.h"

static const TrdColumn columns[] = {
  { "friendly_name", "TASK", TRD_KIND_TEXT },
  { "status", "STATUS", TRD_KIND_TEXT },
  { "date_created", "CREATED", TRD_KIND_TIME },
  { "reason_conference_ended", "ENDED BY", TRD_KIND_TEXT },
  { "sid", "SID", TRD_KIND_TEXT },
};

static const TrdColumn participant_columns[] = {
  { "phone", "PHONE", TRD_KIND_TEXT },
  { "label", "LABEL", TRD_KIND_TEXT },
  { "status", "STATUS", TRD_KIND_TEXT },
  { "muted", "MUTED", TRD_KIND_TEXT },
  { "hold", "ON HOLD", TRD_KIND_TEXT },
  { "end_conference_on_exit", "ENDS IT BY LEAVING", TRD_KIND_TEXT },
  { "call_sid", "CALL", TRD_KIND_TEXT },
};

static TrdExit
list (const TrdCommand *command, TrdService *service, const TrdOptions *options, char **arguments)
{
  const char *const query[] = { "Status", options->status, NULL };
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) rows =
      trd_service_list (service, TR_SERVICE_API, "Conferences.json",
                        options->status != NULL ? query : NULL, options->limit, &error);

  if (rows == NULL)
    return trd_complain_error (error);
  trd_table_print (columns, G_N_ELEMENTS (columns), rows, options->format,
                   "There are no such conferences.");
  return TRD_EXIT_DONE;
}

static JsonObject *
find_conference (TrdService *service, const char *sid, GError **error)
{
  return trd_service_request_by_sid (service, TR_SERVICE_API, "GET", "conference", "Conferences/%s.json", sid,
                                     NULL, error);
}

/* Whose phone it is: the one that called, or was called. A call that is forgotten leaves it open. */
static void
add_phone (TrdService *service, JsonObject *participant)
{
  const char *sid = trd_member_text (participant, "call_sid");
  g_autofree char *escaped = sid != NULL ? g_uri_escape_string (sid, NULL, FALSE) : NULL;
  g_autofree char *path = g_strdup_printf ("Calls/%s.json", escaped);
  g_autoptr(JsonObject) call =
      sid != NULL ? trd_service_request (service, TR_SERVICE_API, "GET", path, NULL, NULL) : NULL;
  const char *direction = call != NULL ? trd_member_text (call, "direction") : NULL;
  const char *phone = direction != NULL
                          ? trd_member_text (call, g_str_equal (direction, "inbound") ? "from" : "to")
                          : NULL;

  if (phone != NULL)
    json_object_set_string_member (participant, "phone", phone);
}

static TrdExit
participants (const TrdCommand *command, TrdService *service, const TrdOptions *options, char **arguments)
{
  g_autofree char *sid = g_uri_escape_string (arguments[0], NULL, FALSE);
  g_autofree char *path = g_strdup_printf ("Conferences/%s/Participants.json", sid);
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonObject) conference = find_conference (service, arguments[0], &error);
  g_autoptr(GPtrArray) rows =
      conference != NULL ? trd_service_list (service, TR_SERVICE_API, path, NULL, options->limit, &error) : NULL;

  if (rows == NULL)
    return trd_complain_error (error);
  for (guint i = 0; i < rows->len; i++)
    add_phone (service, g_ptr_array_index (rows, i));
  trd_table_print (participant_columns, G_N_ELEMENTS (participant_columns), rows, options->format,
                   "Nobody is on it.");
  return TRD_EXIT_DONE;
}

static TrdExit
end (const TrdCommand *command, TrdService *service, const TrdOptions *options, char **arguments)
{
  g_autofree char *sid = g_uri_escape_string (arguments[0], NULL, FALSE);
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonObject) conference = find_conference (service, arguments[0], &error);

  if (conference == NULL || !trd_service_end_conference (service, sid, &error))
    return trd_complain_error (error);
  return TRD_EXIT_DONE;
}

const TrdCommand trd_conference_commands[] = {
  { "conferences", "list", "", "List conferences (--status=in-progress for those that go on).", list,
    0, 0, TRD_OPTION_LIMIT | TRD_OPTION_STATUS },
  { "conferences", "participants", "CONFERENCE", "List who is on one, by its SID.", participants, 1, 1,
    TRD_OPTION_LIMIT },
  { "conferences", "end", "CONFERENCE", "End one for everybody on it.", end, 1, 1, 0 },
  { NULL },
};
