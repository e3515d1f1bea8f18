/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

char *tra_tel_link_get_number (const char *uri);
gboolean tra_tel_link_dial (GApplication *application, GFile *link);

G_END_DECLS
