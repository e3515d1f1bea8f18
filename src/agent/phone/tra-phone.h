/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "tra-phone-library.h"

G_BEGIN_DECLS

/* Numbers as people type and read them. The rules of the world's numbering plans are in a module that
 * is loaded the first time that they are needed; where it is missing only numbers in the
 * international form are understood. */
TraPhoneVerdict tra_phone_parse (const char *text, const char *region, char **number, char **shown);
char *tra_phone_format_as_typed (const char *text, const char *region);
char *tra_phone_get_region (GSettings *settings);
gboolean tra_phone_is_loaded (void);

G_END_DECLS
