/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-callback-alert.h"

#include "tr-json.h"

#define MEMBER "alert"

static const char *const resource_types[] = { "reservation", "workspace" };

static void
raise_alert (TrsEngine *engine,
             const char *workspace_sid,
             int code,
             const char *resource_type,
             const char *resource_sid,
             const char *text)
{
  TrsWorkspace *workspace = trs_engine_get_workspace (engine, workspace_sid);

  if (workspace != NULL)
    trs_alert_raise (workspace, code, resource_type, resource_sid, "%s", text);
}

/**
 * trs_callback_alert_raise:
 * @inputs: told of it
 * @engine: the engine
 * @workspace_sid: where it happened; may be gone
 * @code: a #TrsAlertCode, or another of the service's
 * @resource_type: "reservation" or "workspace"
 * @resource_sid: its SID
 * @text: the sentence that says what is wrong, without a secret
 */
void
trs_callback_alert_raise (TrsInputs *inputs,
                          TrsEngine *engine,
                          const char *workspace_sid,
                          int code,
                          const char *resource_type,
                          const char *resource_sid,
                          const char *text)
{
  JsonObject *entry = json_object_new ();

  json_object_set_int_member (entry, MEMBER, code);
  json_object_set_string_member (entry, "workspace", workspace_sid);
  json_object_set_string_member (entry, "type", resource_type);
  json_object_set_string_member (entry, "sid", resource_sid);
  json_object_set_string_member (entry, "text", text);
  trs_inputs_tell (inputs, entry);
  raise_alert (engine, workspace_sid, code, resource_type, resource_sid, text);
}

static gboolean
repeat (JsonObject *entry, gpointer user_data, GError **error)
{
  const char *workspace_sid, *type, *sid, *text;
  gint64 code;

  if (!tr_json_expect_int (entry, MEMBER, 0, G_MAXINT, &code, error) ||
      !tr_json_expect_string (entry, "workspace", &workspace_sid, error) ||
      !tr_json_expect_string (entry, "type", &type, error) ||
      !tr_json_expect_string (entry, "sid", &sid, error) ||
      !tr_json_expect_string (entry, "text", &text, error))
    return FALSE;
  /* Events keep the word itself, which must not go with the entry. */
  for (gsize i = 0; i < G_N_ELEMENTS (resource_types); i++)
    {
      if (g_str_equal (type, resource_types[i]))
        raise_alert (user_data, workspace_sid, (int) code, resource_types[i], sid, text);
    }
  return TRUE;
}

/**
 * trs_callback_alert_add_input:
 * @inputs: learn how such an alert is raised again
 * @engine: outlives its place there
 */
void
trs_callback_alert_add_input (TrsInputs *inputs, TrsEngine *engine)
{
  trs_inputs_add (inputs, MEMBER, repeat, engine);
}
