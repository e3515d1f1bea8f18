/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "tr-worker.h"

G_BEGIN_DECLS

/* How many facts are shown before the agent asks for all. */
#define TRA_FACTS_SHOWN 12

/* Something known of a caller, as plain text for people. */
typedef struct
{
  char *label; /* "Product" */
  char *value; /* "Accounts" */
} TraFact;

GPtrArray *tra_facts_of_reservation (TrReservation *reservation);
GPtrArray *tra_facts_get_chips (TrTask *task);
char *tra_facts_get_caller (TrTask *task);
const char *tra_facts_get_icon (TrTask *task, gboolean accepts);
const char *tra_facts_get_own_phone (TrWorker *worker);
gint64 tra_facts_get_waited (TrReservation *reservation);

G_END_DECLS
