/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-callback-instruction.h"

#include <string.h>

#include "tr-json.h"

#include "resource/trs-reservation-form.h"

/**
 * Instruction:
 * @word: what the program says
 * @prefix: of its keys among the parameters of the REST API
 * @not_pending: the alert when the reservation was decided before
 * @activity: the alert when an activity is unknown
 * @refused: the alert for everything else
 */
typedef struct
{
  const char *word;
  const char *prefix;
  int not_pending;
  int activity;
  int refused;
} Instruction;

static const Instruction instructions[] = {
  { "accept", "", TRS_ERROR_INVALID, TRS_ERROR_INVALID, TRS_ERROR_INVALID },
  { "reject", "Worker", TRS_ERROR_INVALID, TRS_ALERT_REJECT_ACTIVITY, TRS_ERROR_INVALID },
  { "call", "Call", TRS_ALERT_CALL_NOT_PENDING, TRS_ALERT_CALL_REFUSED, TRS_ALERT_CALL_REFUSED },
  { "dequeue", "Dequeue", TRS_ALERT_DEQUEUE_NOT_PENDING, TRS_ALERT_DEQUEUE_ACTIVITY,
    TRS_ALERT_DEQUEUE_REFUSED },
  { "redirect", "Redirect", TRS_ALERT_REDIRECT_NOT_PENDING, TRS_ALERT_REDIRECT_REFUSED,
    TRS_ALERT_REDIRECT_REFUSED },
  { "conference", "", TRS_ALERT_CONFERENCE_NOT_PENDING, TRS_ALERT_CONFERENCE_ACTIVITY,
    TRS_ALERT_CONFERENCE_REFUSED },
};

/* Keys without which an instruction is nothing. */
static const struct
{
  const char *word;
  const char *key;
  int code;
} required[] = {
  { "call", "from", TRS_ALERT_CALL_FROM },
  { "call", "url", TRS_ALERT_CALL_URL },
  { "redirect", "url", TRS_ALERT_REDIRECT_URL },
  { "redirect", "call_sid", TRS_ALERT_REDIRECT_CALL },
};

static void
raise_alert (TrsReservation *reservation, int code, const char *text)
{
  trs_alert_raise (reservation->task->workspace, code, "reservation", reservation->base.sid,
                   "Assignment callback of reservation %s: %s", reservation->base.sid, text);
}

/* The instruction as the REST API would be asked for it. */
static TrsForm *
make_form (const Instruction *instruction, JsonObject *object)
{
  g_autoptr(JsonObject) parameters = json_object_new ();
  gboolean is_accept = g_str_equal (instruction->word, "accept");
  JsonObjectIter iter;
  const char *key;
  JsonNode *value;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &key, &value))
    {
      g_autofree char *name = trs_form_dup_name (instruction->prefix, key);

      if (!g_str_equal (key, "instruction"))
        json_object_set_member (parameters, name, json_node_copy (value));
    }
  if (is_accept || g_str_equal (instruction->word, "reject"))
    json_object_set_string_member (parameters, "ReservationStatus",
                                   is_accept ? "accepted" : "rejected");
  else
    json_object_set_string_member (parameters, "Instruction", instruction->word);
  return trs_form_new_json (parameters);
}

static const Instruction *
find_instruction (const char *word)
{
  for (gsize i = 0; i < G_N_ELEMENTS (instructions); i++)
    {
      if (g_str_equal (instructions[i].word, word))
        return &instructions[i];
    }
  return NULL;
}

static gboolean
check_required (TrsReservation *reservation, const Instruction *instruction, JsonObject *object)
{
  for (gsize i = 0; i < G_N_ELEMENTS (required); i++)
    {
      const char *value = NULL;
      g_autofree char *text = NULL;

      if (!g_str_equal (instruction->word, required[i].word) ||
          (tr_json_expect_string (object, required[i].key, &value, NULL) && *value != '\0'))
        continue;
      text = g_strdup_printf ("'%s' is missing or no text", required[i].key);
      raise_alert (reservation, required[i].code, text);
      return FALSE;
    }
  return TRUE;
}

static int
refusal_code (TrsReservation *reservation, const Instruction *instruction, const GError *error)
{
  if (reservation->status != TRS_RESERVATION_PENDING || reservation->instruction != NULL)
    return instruction->not_pending;
  if (strstr (error->message, "ActivitySid") != NULL)
    return instruction->activity;
  if (reservation->transfer != NULL && instruction->refused != TRS_ALERT_CONFERENCE_REFUSED)
    return TRS_ALERT_TRANSFER;
  return instruction->refused;
}

static void
run (TrsReservation *reservation, const Instruction *instruction, JsonObject *object)
{
  g_autoptr(TrsForm) form = NULL;
  g_autoptr(GError) error = NULL;

  if (!check_required (reservation, instruction, object))
    return;
  form = make_form (instruction, object);
  if (!trs_reservation_form_apply (reservation, form, TRS_ANY_VERSION, &error))
    raise_alert (reservation, refusal_code (reservation, instruction, error), error->message);
}

/**
 * trs_callback_instruction_run:
 * @reservation: a reservation, in whatever state it is by now
 * @body: the program's answer
 * @length: its bytes
 *
 * Carries out what the program wants; nothing, or an empty object, leaves the reservation to
 * others. What can't be done is an alert.
 *
 * Source: the service's guide "Handling assignment callbacks".
 */
void
trs_callback_instruction_run (TrsReservation *reservation, const char *body, gsize length)
{
  g_autoptr(JsonNode) node = NULL;
  g_autoptr(GError) error = NULL;
  const Instruction *instruction;
  JsonObject *object = NULL;
  const char *word = NULL;

  if (length == 0)
    return;
  node = tr_json_parse (body, (gssize) length, &error);
  if (node == NULL || !tr_json_expect_object (node, &object, &error))
    {
      raise_alert (reservation, TRS_ALERT_BAD_JSON, error->message);
      return;
    }
  if (json_object_get_size (object) == 0)
    return;
  if (!tr_json_expect_string (object, "instruction", &word, &error))
    {
      raise_alert (reservation, TRS_ALERT_NO_INSTRUCTION, error->message);
      return;
    }
  instruction = find_instruction (word);
  if (instruction == NULL)
    raise_alert (reservation, TRS_ALERT_UNKNOWN_INSTRUCTION, "the instruction is unknown");
  else
    run (reservation, instruction, object);
}
