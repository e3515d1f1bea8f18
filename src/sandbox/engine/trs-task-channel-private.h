/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-task-channel.h"

G_BEGIN_DECLS

TrsTaskChannel *trs_task_channel_find (TrsWorkspace *workspace, const char *name, GError **error);
TrsTaskChannel *trs_task_channel_new (TrsWorkspace *workspace,
                                      const char *sid,
                                      const TrsTaskChannelChange *change,
                                      GError **error);

G_END_DECLS
