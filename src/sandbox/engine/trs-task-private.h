/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-task.h"
#include "trs-workflow-config.h"

G_BEGIN_DECLS

TrsTask *trs_task_new (TrsWorkspace *workspace, const TrsTaskChange *change, GError **error);
TrsTask *trs_task_alloc (TrsWorkspace *workspace, TrsTaskChannel *channel);
void trs_task_changed (TrsTask *self);
void trs_task_end_reservations (TrsTask *self);
void trs_task_remove (TrsTask *self, const char *type);
void trs_task_cancel_now (TrsTask *self, const char *reason);
void trs_task_return (TrsTask *self);
void trs_task_set_status (TrsTask *self, TrsTaskStatus status, const char *reason);
gboolean trs_task_check_channel (TrsTask *self, TrsTaskChannel *channel, GError **error);
void trs_task_set_channel (TrsTask *self, TrsTaskChannel *channel);
void trs_task_set_queue (TrsTask *self, TrsTaskQueue *queue);
void trs_task_set_attributes (TrsTask *self, const char *text, JsonObject *object);
void trs_task_merge_attributes (TrsTask *self, JsonObject *more);
void trs_task_begin_life_timers (TrsTask *self);
void trs_task_set_assigned (TrsTask *self);
void trs_task_set_ended (TrsTask *self);
gboolean trs_task_is_over (TrsTask *self);
guint trs_task_count_reservations (TrsTask *self, gboolean pending_only);
gboolean trs_task_is_held_by (TrsTask *self, TrsWorker *worker);
GPtrArray *trs_task_get_holders (TrsTask *self);
void trs_task_emit (TrsTask *self, const char *type, GPtrArray *holders, const char *words);
TrsWorker *trs_task_get_routing_worker (TrsTask *self);

/* trs-task-position.c: where in its workflow's configuration a task is. */
const TrsTarget *trs_task_get_target (TrsTask *self);
const char *trs_task_get_filter_name (TrsTask *self);
gboolean trs_task_enter_workflow (TrsTask *self);
gboolean trs_task_advance (TrsTask *self);
gboolean trs_task_accepts_worker (TrsTask *self, TrsWorker *worker);
TrsWorker *trs_task_get_known_worker (TrsTask *self);

G_END_DECLS
