/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-resource.h"

G_BEGIN_DECLS

struct _TrsTaskChannel
{
  TrsResource base; /* TC… */
  TrsWorkspace *workspace;

  char *friendly_name;
  char *unique_name;
  gboolean channel_optimized_routing; /* choose who had no task longest on this channel */
};

typedef struct
{
  const char *friendly_name;
  const char *unique_name; /* on create only */
  const gboolean *channel_optimized_routing;
} TrsTaskChannelChange;

TrsTaskChannel *trs_task_channel_create (TrsWorkspace *workspace,
                                         const TrsTaskChannelChange *change,
                                         GError **error);
gboolean trs_task_channel_update (TrsTaskChannel *self,
                                  const TrsTaskChannelChange *change,
                                  GError **error);
gboolean trs_task_channel_delete (TrsTaskChannel *self, GError **error);

G_END_DECLS
