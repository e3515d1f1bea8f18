/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void tra_file_saver_ask (GtkWidget *widget, const char *title, const char *name, char *text);
void tra_file_saver_save (GtkWidget *widget, GFile *file, char *text);

G_END_DECLS
