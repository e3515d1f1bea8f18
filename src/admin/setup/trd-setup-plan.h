/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trd-setup-centre.h"
#include "trd-table.h"

G_BEGIN_DECLS

typedef enum
{
  TRD_CHANGE_ADD,
  TRD_CHANGE_SET,
  TRD_CHANGE_REMOVE,
} TrdChangeType;

/* One thing that is not as the file wants it. */
typedef struct
{
  TrdChangeType type;
  TrdThing *wanted;       /* borrowed; NULL: it is to go */
  TrdThing *present;      /* borrowed; NULL: it is not there */
  GPtrArray *differences; /* of TrdDifference */
  char *hindrance;        /* nullable: why no request can do it */
} TrdChange;

/* All that is to be done, in the order in which it can be done. Borrows from both centres. */
typedef struct
{
  GPtrArray *changes; /* of TrdChange */
} TrdPlan;

TrdPlan *trd_plan_new (TrdCentre *wanted, TrdCentre *present, GError **error);
void trd_plan_free (TrdPlan *self);
gboolean trd_change_sets (TrdChange *self, const TrdField *field);
char *trd_change_dup_title (TrdChange *self);
char *trd_plan_to_text (TrdPlan *self);
JsonNode *trd_plan_to_json (TrdPlan *self);
guint trd_plan_count (TrdPlan *self, TrdChangeType type);
TrdChange *trd_plan_find_hindrance (TrdPlan *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrdPlan, trd_plan_free)

G_END_DECLS
