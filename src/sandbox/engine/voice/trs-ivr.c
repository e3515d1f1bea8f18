/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-ivr.h"

#include "trs-call-private.h"
#include "trs-engine-private.h"
#include "trs-router.h"

static void
option_clear (gpointer data)
{
  TrsIvrOption *option = data;

  g_free (option->workflow_sid);
  g_clear_pointer (&option->attributes, json_object_unref);
}

TrsIvr *
trs_ivr_new (const char *prompt, const char *goodbye, int timeout, int rounds)
{
  TrsIvr *self = g_new0 (TrsIvr, 1);

  self->prompt = g_strdup (prompt);
  self->goodbye = g_strdup (goodbye);
  self->timeout = timeout;
  self->rounds = rounds;
  self->options = g_array_new (FALSE, TRUE, sizeof (TrsIvrOption));
  g_array_set_clear_func (self->options, option_clear);
  return self;
}

void
trs_ivr_free (TrsIvr *self)
{
  g_array_unref (self->options);
  g_free (self->prompt);
  g_free (self->goodbye);
  g_free (self);
}

void
trs_ivr_add_option (TrsIvr *self, char digit, const char *workflow_sid, JsonObject *attributes)
{
  TrsIvrOption option = { .digit = digit, .workflow_sid = g_strdup (workflow_sid) };

  if (attributes != NULL)
    option.attributes = json_object_ref (attributes);
  g_array_append_val (self->options, option);
}

static TrsIvrOption *
trs_ivr_find_option (TrsIvr *self, char digit)
{
  for (guint i = 0; i < self->options->len; i++)
    {
      TrsIvrOption *option = &g_array_index (self->options, TrsIvrOption, i);

      if (option->digit == digit)
        return option;
    }
  return NULL;
}

static void
say_goodbye (TrsCall *call)
{
  if (call->ivr->goodbye != NULL)
    trs_call_note (call, "said: %s", call->ivr->goodbye);
  trs_call_end (call, TRS_CALL_COMPLETED);
}

static void
leave_menu (TrsCall *call, TrsIvrOption *option)
{
  TrsWorkflow *workflow =
      trs_engine_lookup (call->account->engine, TRS_RESOURCE_WORKFLOW, option->workflow_sid);

  trs_engine_clear_timer (call->account->engine, &call->timer);
  if (workflow == NULL || !trs_call_enqueue (call, workflow, option->attributes))
    say_goodbye (call);
  else
    call->ivr = NULL;
}

static void play (TrsCall *call);

static void
silence_cb (gpointer user_data)
{
  TrsCall *call = user_data;
  TrsEngine *engine = call->account->engine;

  call->timer = 0;
  play (call);
  trs_router_run (engine);
}

/* Says the menu once more, or gives up. */
static void
play (TrsCall *call)
{
  TrsEngine *engine = call->account->engine;

  trs_engine_clear_timer (engine, &call->timer);
  if (call->ivr_rounds >= call->ivr->rounds)
    {
      say_goodbye (call);
      return;
    }
  call->ivr_rounds++;
  trs_call_note (call, "said: %s", call->ivr->prompt);
  call->timer = trs_engine_add_timer (engine, call->ivr->timeout, silence_cb, call);
}

/* Acts on what was pressed since the menu was last heard. */
void
trs_ivr_read (TrsCall *call)
{
  while (call->ivr != NULL && call->typed->len > 0)
    {
      char digit = call->typed->str[0];
      TrsIvrOption *option;

      g_string_erase (call->typed, 0, 1);
      if (digit == 'w' || digit == 'W')
        continue;
      trs_call_note (call, "pressed %c", digit);
      option = trs_ivr_find_option (call->ivr, digit);
      if (option != NULL)
        leave_menu (call, option);
      else
        play (call);
    }
}

/* A caller is put through to the number: its menu begins, or he hears that there is none. */
void
trs_ivr_start (TrsCall *call)
{
  if (call->ivr == NULL)
    {
      trs_call_note (call, "said: The number is not in use.");
      trs_call_end (call, TRS_CALL_COMPLETED);
      return;
    }
  play (call);
  trs_ivr_read (call);
}
