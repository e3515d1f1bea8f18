/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define TRA_TYPE_DO_NOT_DISTURB (tra_do_not_disturb_get_type ())
G_DECLARE_FINAL_TYPE (TraDoNotDisturb, tra_do_not_disturb, TRA, DO_NOT_DISTURB, GObject)

/* Whether the desktop was told to be quiet. Signal: changed (). */
TraDoNotDisturb *tra_do_not_disturb_new (GDBusConnection *connection /* nullable */);
gboolean tra_do_not_disturb_is_on (TraDoNotDisturb *self);

G_END_DECLS
