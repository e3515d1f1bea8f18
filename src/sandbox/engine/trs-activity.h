/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-resource.h"

G_BEGIN_DECLS

struct _TrsActivity
{
  TrsResource base; /* WA… */
  TrsWorkspace *workspace;

  char *friendly_name;
  gboolean is_available; /* never changes */
};

TrsActivity *trs_activity_create (TrsWorkspace *workspace,
                                  const char *friendly_name,
                                  gboolean is_available,
                                  GError **error);
gboolean trs_activity_update (TrsActivity *self, const char *friendly_name, GError **error);
gboolean trs_activity_delete (TrsActivity *self, GError **error);

G_END_DECLS
