/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http/trs-form.h"
#include "trs-engine.h"

G_BEGIN_DECLS

/* A task as parameters name it, over REST and the event bridge: what is to be set, and where the
 * optional values live while it is. Borrows from the form. */
typedef struct
{
  TrsTaskChange change;
  /*< private >*/
  int priority;
  int timeout;
  gint64 virtual_start_time;
  gboolean ignore_capacity;
  TrsTaskStatus status;
} TrsTaskForm;

gboolean trs_task_form_read (TrsTaskForm *self, TrsForm *form, GError **error);

G_END_DECLS
