/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-flow-definition.h"
#include "trs-resource.h"

G_BEGIN_DECLS

/* One state of a flow that somebody saved. Revisions never change. */
typedef struct
{
  int number; /* from 1 */
  gboolean is_published;
  char *friendly_name;
  char *commit_message; /* nullable */
  TrsFlowDefinition *definition;
  gint64 date_created;
} TrsFlowRevision;

/* A Studio flow. Callers run its newest published revision. */
struct _TrsFlow
{
  TrsResource base; /* FW… */
  TrsAccount *account;

  GPtrArray *revisions;  /* of TrsFlowRevision, never empty */
  GPtrArray *executions; /* of TrsExecution; ended ones are forgotten oldest first */
  GPtrArray *test_users; /* of strings */
};

/**
 * TrsFlowChange:
 * @friendly_name: at most 64 characters; required on create
 * @is_published: whether callers run it; required
 * @definition: JSON text; required on create
 * @commit_message: about this revision
 */
typedef struct
{
  const char *friendly_name;
  const gboolean *is_published;
  const char *definition;
  const char *commit_message;
} TrsFlowChange;

TrsFlow *trs_flow_create (TrsAccount *account,
                          const TrsFlowChange *change,
                          JsonObject **details,
                          GError **error);
gboolean trs_flow_update (TrsFlow *self,
                          const TrsFlowChange *change,
                          JsonObject **details,
                          GError **error);
gboolean trs_flow_validate (const TrsFlowChange *change, JsonObject **details, GError **error);
gboolean trs_flow_delete (TrsFlow *self, GError **error);
void trs_flow_set_test_users (TrsFlow *self, const char *const *users);

TrsFlowRevision *trs_flow_get_latest (TrsFlow *self);
TrsFlowRevision *trs_flow_get_published (TrsFlow *self);
TrsFlowRevision *trs_flow_get_revision (TrsFlow *self, int number);

G_END_DECLS
