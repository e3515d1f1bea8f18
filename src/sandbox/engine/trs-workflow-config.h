/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-expression.h"
#include "trs-order-by.h"
#include "trs-types.h"

G_BEGIN_DECLS

#define TRS_WORKFLOW_CONFIG_MAX_BYTES 1038576

/* One step of a filter. */
typedef struct
{
  char *queue_sid; /* its own, or that of the step before */
  gboolean has_priority;
  int priority;
  int timeout;                 /* seconds; 0 is no limit */
  TrsExpression *expression;   /* nullable */
  TrsExpression *skip_if;      /* nullable */
  TrsExpression *known_worker; /* nullable: a "task." path whose value names the worker */
  gboolean known_by_name;      /* by friendly name, else by SID */
  TrsOrderBy *order_by;        /* nullable */
} TrsTarget;

typedef struct
{
  char *friendly_name; /* nullable */
  TrsExpression *expression;
  GPtrArray *targets; /* of TrsTarget, at least one */
} TrsFilter;

/* A workflow's configuration, parsed. Immutable: a task goes on walking the one that it entered. */
struct _TrsWorkflowConfig
{
  gatomicrefcount ref_count;
  GPtrArray *filters;        /* of TrsFilter */
  TrsTarget *default_target; /* nullable */
};

TrsWorkflowConfig *trs_workflow_config_new (const char *text, GError **error);
TrsWorkflowConfig *trs_workflow_config_ref (TrsWorkflowConfig *self);
void trs_workflow_config_unref (TrsWorkflowConfig *self);

gboolean trs_workflow_config_uses_queue (TrsWorkflowConfig *self, const char *queue_sid);
const char *trs_workflow_config_find_unknown_queue (TrsWorkflowConfig *self,
                                                    TrsWorkspace *workspace);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrsWorkflowConfig, trs_workflow_config_unref)

G_END_DECLS
