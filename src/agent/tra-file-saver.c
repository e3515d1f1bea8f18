/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-file-saver.h"

#include <glib/gi18n.h>
#include <string.h>

#include "tra-toast.h"

typedef struct
{
  GWeakRef widget;
  char *text;    /* owned */
  GError *error; /* owned; NULL unless it could not be written */
} Saving;

static Saving *
saving_new (GtkWidget *widget, char *text)
{
  Saving *saving = g_new0 (Saving, 1);

  g_weak_ref_init (&saving->widget, widget);
  saving->text = text;
  return saving;
}

static void
saving_free (Saving *saving)
{
  g_weak_ref_clear (&saving->widget);
  g_free (saving->text);
  g_clear_error (&saving->error);
  g_free (saving);
}

/* Takes @saving. */
static void
tell (Saving *saving)
{
  g_autoptr(GtkWidget) widget = g_weak_ref_get (&saving->widget);
  g_autofree char *failure = NULL;

  if (saving->error != NULL)
    /* Translators: %s is the system's reason */
    failure = g_strdup_printf (_("Couldn’t save: %s"), saving->error->message);
  if (widget != NULL && gtk_widget_get_root (widget) != NULL)
    tra_toast_show (widget, tra_toast_new (failure != NULL ? failure : _("Saved")));
  saving_free (saving);
}

static void
closed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Saving *saving = user_data;

  /* Why it could not be written is the better reason. */
  g_output_stream_close_finish (G_OUTPUT_STREAM (source), result,
                                saving->error == NULL ? &saving->error : NULL);
  tell (saving);
}

/* A stream that is closed by one who gave up leaves what was there, and takes what it wrote away;
 * g_file_replace_contents_async () leaves that beside it: people's numbers, on a disk that is full. */
static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Saving *saving = user_data;
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();

  if (!g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, &saving->error))
    g_cancellable_cancel (cancellable);
  g_output_stream_close_async (G_OUTPUT_STREAM (source), G_PRIORITY_DEFAULT, cancellable, closed_cb,
                               saving);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Saving *saving = user_data;
  g_autoptr(GFileOutputStream) stream =
      g_file_replace_finish (G_FILE (source), result, &saving->error);

  if (stream == NULL)
    tell (saving);
  else
    g_output_stream_write_all_async (G_OUTPUT_STREAM (stream), saving->text, strlen (saving->text),
                                     G_PRIORITY_DEFAULT, NULL, written_cb, saving);
}

/**
 * tra_file_saver_save:
 * @widget: where it comes from: a toast below says how it went
 * @file: where to
 * @text: (transfer full): what
 *
 * Writes a file that only its owner may read: people's numbers are in it.
 */
void
tra_file_saver_save (GtkWidget *widget, GFile *file, char *text)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (G_IS_FILE (file));
  g_return_if_fail (text != NULL);

  g_file_replace_async (file, NULL, FALSE,
                        G_FILE_CREATE_PRIVATE | G_FILE_CREATE_REPLACE_DESTINATION,
                        G_PRIORITY_DEFAULT, NULL, opened_cb, saving_new (widget, text));
}

static void
answered_cb (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  Saving *saving = user_data;
  g_autoptr(GtkWidget) widget = g_weak_ref_get (&saving->widget);
  g_autoptr(GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  if (file != NULL && widget != NULL)
    tra_file_saver_save (widget, file, g_steal_pointer (&saving->text));
  saving_free (saving);
  g_object_unref (dialog);
}

/**
 * tra_file_saver_ask:
 * @widget: where it comes from
 * @title: of the dialog
 * @name: the name that is proposed
 * @text: (transfer full): what to save
 *
 * Asks where to save @text, and does.
 */
void
tra_file_saver_ask (GtkWidget *widget, const char *title, const char *name, char *text)
{
  GtkFileChooserNative *dialog;
  GtkRoot *root;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (text != NULL);

  root = gtk_widget_get_root (widget);
  dialog = gtk_file_chooser_native_new (title, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                                        GTK_FILE_CHOOSER_ACTION_SAVE, _("Save"), _("Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  g_signal_connect (dialog, "response", G_CALLBACK (answered_cb), saving_new (widget, text));
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}
