/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Whom a queue's tasks may go to. */
typedef struct
{
  char *name;
  char *expression; /* of workers; empty: all */
} TraQueueRule;

typedef enum
{
  TRA_QUEUE_RULE_NO,
  TRA_QUEUE_RULE_YES,
  TRA_QUEUE_RULE_UNKNOWN, /* it asks for what is not told here */
} TraQueueRuleAnswer;

TraQueueRule *tra_queue_rule_new_from_json (JsonNode *node, GError **error);
void tra_queue_rule_free (TraQueueRule *self);
TraQueueRuleAnswer tra_queue_rule_takes (TraQueueRule *self,
                                         JsonObject *worker,
                                         JsonObject *attributes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TraQueueRule, tra_queue_rule_free)

G_END_DECLS
