/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http/trs-form.h"
#include "trs-engine.h"

G_BEGIN_DECLS

/* What requests of the 2010 API say in the same words: what a call runs, where to tell of it, how
 * it is recorded. What is read is borrowed from the form. */

/**
 * TrsVoiceForm:
 * @form: what is read
 * @events: (element-type utf8): lists of events, put together of repeated parameters
 */
typedef struct
{
  TrsForm *form;
  GPtrArray *events;
} TrsVoiceForm;

void trs_voice_form_init (TrsVoiceForm *self, TrsForm *form);
void trs_voice_form_clear (TrsVoiceForm *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TrsVoiceForm, trs_voice_form_clear)

gboolean trs_voice_form_read_program (TrsVoiceForm *self,
                                      TrsVoiceProgram *program,
                                      GError **error);
gboolean trs_voice_form_read_callback (TrsVoiceForm *self,
                                       const char *name,
                                       TrsCallback *callback,
                                       GError **error);
gboolean trs_voice_form_read_detection (TrsVoiceForm *self,
                                        const char *callback_name,
                                        TrsDetectionWish *wish,
                                        const TrsDetectionWish **given,
                                        GError **error);
gboolean trs_voice_form_read_recording (TrsVoiceForm *self,
                                        const char *callback_name,
                                        TrsRecordingOptions *options,
                                        GError **error);
gboolean trs_voice_form_read_address (TrsVoiceForm *self,
                                      const char *url_name,
                                      const char *method_name,
                                      const char **url,
                                      const char **method,
                                      GError **error);
gboolean trs_voice_form_read_call (TrsVoiceForm *self,
                                   TrsAccount *account,
                                   TrsCallRequest *request,
                                   GError **error);

G_END_DECLS
