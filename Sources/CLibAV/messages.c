#include "CLibAV.h"

#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static _Thread_local char message[200];

static void keep_message(void *context, int level, const char *format, va_list arguments) {
    (void)context;
    if (level > AV_LOG_ERROR || message[0]) return;
    vsnprintf(message, sizeof message, format, arguments);
    message[strcspn(message, "\r\n")] = 0;
}

static void install(void) { av_log_set_callback(keep_message); }

void trove_av_start_messages(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, install);
    message[0] = 0;
}

void trove_av_copy_message(char *text, size_t size) {
    snprintf(text, size, "%s", message);
}
