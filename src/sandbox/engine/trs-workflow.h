/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-resource.h"

G_BEGIN_DECLS

struct _TrsWorkflow
{
  TrsResource base; /* WW… */
  TrsWorkspace *workspace;

  char *friendly_name;
  char *configuration; /* JSON text, as it was given */
  char *assignment_callback_url;          /* nullable */
  char *fallback_assignment_callback_url; /* nullable */
  int task_reservation_timeout;           /* seconds */

  /*< private >*/
  TrsWorkflowConfig *config;
};

typedef struct
{
  const char *friendly_name;
  const char *configuration;
  const char *assignment_callback_url;          /* "" clears it */
  const char *fallback_assignment_callback_url; /* "" clears it */
  const int *task_reservation_timeout;          /* seconds, 1 to 86400 */
  gboolean re_evaluate_tasks;                   /* on update only */
} TrsWorkflowChange;

TrsWorkflow *trs_workflow_create (TrsWorkspace *workspace,
                                  const TrsWorkflowChange *change,
                                  GError **error);
gboolean trs_workflow_update (TrsWorkflow *self, const TrsWorkflowChange *change, GError **error);
gboolean trs_workflow_delete (TrsWorkflow *self, GError **error);

G_END_DECLS
