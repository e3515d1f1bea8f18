/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Members of a workflow's Configuration that no file can say. They are the service's, or somebody's who
 * writes it by hand, and are left as they are. */
char *trd_setup_unknown_keep (const char *new_text, const char *old_text);
GStrv trd_setup_unknown_list (const char *text);

G_END_DECLS
