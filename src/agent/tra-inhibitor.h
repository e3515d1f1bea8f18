/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "tra-session.h"

G_BEGIN_DECLS

#define TRA_TYPE_INHIBITOR (tra_inhibitor_get_type ())
G_DECLARE_FINAL_TYPE (TraInhibitor, tra_inhibitor, TRA, INHIBITOR, GObject)

TraInhibitor *tra_inhibitor_new (GDBusConnection *bus, TraSession *session);

G_END_DECLS
