/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-bridge-list.h"

#include <string.h>

#include "http/trs-refusal.h"
#include "resource/trs-fields.h"
#include "trs-resource.h"
#include "trs-worker.h"

#define DEFAULT_SIZE 50
#define MAX_SIZE 1000

/**
 * trs_bridge_answer:
 * @request: an operation of the event bridge
 * @payload: (transfer full): what it yields
 */
void
trs_bridge_answer (TrsRequest *request, JsonObject *payload)
{
  JsonObject *object = json_object_new ();

  json_object_set_object_member (object, "payload", payload);
  trs_request_answer_object (request, 200, object);
}

/* What an ordered list is ordered by: workers by their activity's age, queues by their own. */
static gint64
get_date (GPtrArray *list, guint index)
{
  const TrsResource *resource = g_ptr_array_index (list, index);

  return g_str_has_prefix (resource->sid, "WK") ? ((const TrsWorker *) resource)->date_status_changed
                                                : resource->date_updated;
}

/* Where an ordered list goes on after NextToken, "SID/date". The last of the page before may have
 * got another place since, or none: its place was at that date, and of those of the same second
 * rather one is shown twice than one is left out. */
static guint
find_place (TrsForm *params, GPtrArray *list, const char *sid, const char *token)
{
  gboolean is_descending = g_str_has_suffix (trs_form_get (params, "Ordering"), "desc");
  const char *slash = strchr (token, '/');
  guint after = trs_resource_list_after (list, sid);
  gint64 date;

  if (slash == NULL || !trs_fields_parse_iso_date (slash + 1, &date))
    return after;
  date /= G_USEC_PER_SEC;
  if (after > 0 && get_date (list, after - 1) / G_USEC_PER_SEC == date &&
      g_str_equal (((const TrsResource *) g_ptr_array_index (list, after - 1))->sid, sid))
    return after;

  for (guint i = 0; i < list->len; i++)
    {
      gint64 own = get_date (list, i) / G_USEC_PER_SEC;

      if (is_descending ? own <= date : own >= date)
        return i;
    }
  return list->len;
}

/* Where the page begins: after AfterSid, or the SID in NextToken ("SID/date") of ordered lists. */
static gboolean
find_start (TrsForm *params, TrsEngine *engine, GPtrArray *list, guint *start, GError **error)
{
  const char *after = trs_form_get_filled (params, "AfterSid");
  const char *token = trs_form_get_filled (params, "NextToken");
  g_autofree char *sid = NULL;

  *start = 0;
  if (after == NULL && token == NULL)
    return TRUE;

  sid = g_strndup (token != NULL ? token : after, TRS_SID_LENGTH);
  if (!g_ascii_isupper (sid[0]) || !g_ascii_isupper (sid[1]) ||
      !trs_sid_is_valid (sid, (char[]) { sid[0], sid[1], '\0' }))
    {
      g_set_error (error, TRS_REFUSAL, 20001, "Value '%s' provided for %s has an invalid format",
                   sid, token != NULL ? "NextToken" : "AfterSid");
      return FALSE;
    }
  if (!trs_form_has (params, "Ordering"))
    *start = trs_engine_list_after (engine, list, sid);
  else if (token != NULL)
    *start = find_place (params, list, sid, token);
  else
    *start = trs_resource_list_after (list, sid);
  return TRUE;
}

static JsonObject *
meta_new (TrsForm *params, GPtrArray *list, guint end)
{
  JsonObject *meta = json_object_new ();

  json_object_set_string_member (meta, "list_key", "contents");
  if (trs_form_has (params, "Ordering") && end > 0 && end < list->len)
    {
      const TrsResource *last = g_ptr_array_index (list, end - 1);
      g_autofree char *date = trs_fields_format_iso_date (get_date (list, end - 1));

      trs_fields_set_url (meta, "next_token", "%s/%s", last->sid, date);
    }
  return meta;
}

static void
set_sid (JsonObject *object, const char *name, GPtrArray *list, gboolean is_set, guint index)
{
  if (is_set)
    json_object_set_string_member (object, name,
                                   ((const TrsResource *) g_ptr_array_index (list, index))->sid);
  else
    json_object_set_null_member (object, name);
}

/**
 * trs_bridge_answer_list:
 * @request: an operation of the event bridge that reads a list
 * @engine: whose resources they are
 * @list: (element-type TrsResource): all of it, in order
 * @to_payload: makes one element
 *
 * Answers with the page that the parameters PageSize, AfterSid and NextToken name.
 *
 * Source: twilio-taskrouter, lib/util/Paginator.js.
 */
void
trs_bridge_answer_list (TrsRequest *request,
                        TrsEngine *engine,
                        GPtrArray *list,
                        TrsPayloadFunc to_payload)
{
  TrsForm *params = trs_request_get_form (request);
  g_autoptr(GError) error = NULL;
  gint64 size = 0;
  guint start = 0, end;
  JsonObject *object;
  JsonArray *contents;

  if (!trs_form_get_int (params, "PageSize", 1, MAX_SIZE, DEFAULT_SIZE, &size, &error) ||
      !find_start (params, engine, list, &start, &error))
    {
      trs_request_answer_error (request, error);
      return;
    }

  end = (guint) MIN ((gint64) start + size, (gint64) list->len);
  contents = json_array_new ();
  for (guint i = start; i < end; i++)
    json_array_add_object_element (contents, to_payload (g_ptr_array_index (list, i)));

  object = json_object_new ();
  json_object_set_array_member (object, "contents", contents);
  json_object_set_int_member (object, "total", list->len);
  json_object_set_int_member (object, "page", start / size);
  json_object_set_int_member (object, "start", start);
  json_object_set_int_member (object, "end", end > start ? end - 1 : start);
  json_object_set_int_member (object, "nextPage", end < list->len ? start / size + 1 : 0);
  json_object_set_int_member (object, "lastPage", list->len > 0 ? (list->len - 1) / size : 0);
  json_object_set_object_member (object, "meta", meta_new (params, list, end));
  set_sid (object, "after_sid", list, end > start && end < list->len, end - 1);
  set_sid (object, "before_sid", list, start > 0 && end > start, start);
  trs_bridge_answer (request, object);
}
