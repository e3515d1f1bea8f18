/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* What is to be done with a reservation, if it is one that the rule is for. Immutable. */
typedef struct _TsvRule TsvRule;

/* A reservation that the service asks about. */
typedef struct
{
  const char *queue_sid;  /* nullable */
  const char *queue;      /* nullable: its name */
  const char *channel;    /* nullable: its unique name */
  JsonObject *task;       /* attributes */
  JsonObject *worker;     /* attributes */
} TsvAssignmentFacts;

TsvRule *tsv_rule_new (GKeyFile *file, const char *group, GError **error);
void tsv_rule_free (TsvRule *self);

gboolean tsv_rule_needs_queue (const TsvRule *self);
gboolean tsv_rule_needs_channel (const TsvRule *self);
JsonObject *tsv_rule_apply (const TsvRule *self, const TsvAssignmentFacts *facts);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsvRule, tsv_rule_free)

G_END_DECLS
