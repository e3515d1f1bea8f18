/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-number.h"

#include "trs-engine-private.h"
#include "trs-ivr.h"
#include "trs-number-private.h"
#include "trs-resource-private.h"

static void
trs_number_finalize (gpointer data)
{
  TrsNumber *self = data;

  g_clear_pointer (&self->ivr, trs_ivr_free);
  g_free (self->phone_number);
  g_free (self->friendly_name);
}

/* @sid and @ivr (taken) are nullable; the caller saw that the number is free. */
TrsNumber *
trs_number_new (TrsAccount *account,
                const char *sid,
                const char *phone_number,
                const char *friendly_name,
                TrsIvr *ivr)
{
  TrsNumber *self = trs_resource_new (account->engine, TRS_RESOURCE_NUMBER, sizeof *self,
                                      trs_number_finalize, "PN", sid);

  self->account = account;
  self->phone_number = g_strdup (phone_number);
  self->friendly_name = g_strdup (friendly_name);
  self->ivr = ivr;
  g_ptr_array_add (account->numbers, self);
  g_hash_table_insert (account->engine->numbers, self->phone_number, self);
  return self;
}
