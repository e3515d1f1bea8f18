/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-about.h"

#include <glib/gi18n.h>

/**
 * tra_about_show:
 * @parent: (nullable): the window that it is shown over
 *
 * Shows what this program is.
 */
void
tra_about_show (GtkWindow *parent)
{
  adw_show_about_window (parent,
                         "application-name", _("Task Router Agent"),
                         "application-icon", APPLICATION_ID,
                         "version", PACKAGE_VERSION,
                         "developer-name", _("The Task Router Agent authors"),
                         "comments", _("Take calls that TaskRouter offers you, on your own phone."),
                         "license-type", GTK_LICENSE_GPL_3_0,
                         /* Translators: put your names here, one a line. */
                         "translator-credits", _("translator-credits"),
                         NULL);
}
