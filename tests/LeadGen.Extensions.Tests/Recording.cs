using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace LeadGen.Extensions.Tests;

/// <summary>Records log entries of all levels with their fields.</summary>
internal sealed class Recording : ILoggerProvider
{
    private readonly ConcurrentQueue<Entry> _entries = new();

    public IReadOnlyList<Entry> Entries => [.. _entries];

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
    }

    /// <summary>Everything that a sink could write.</summary>
    public string Text => string.Join('\n', Entries.Select(static e => $"{e.Category} {e.Message} {string.Join(' ', e.Fields.Select(static f => $"{f.Key}={f.Value}"))} {e.Exception}"));

    public sealed record Entry(string Category, LogLevel Level, EventId Id, string Message, IReadOnlyDictionary<string, object?> Fields, Exception? Exception);

    private sealed class Logger(Recording recording, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            recording._entries.Enqueue(new Entry(category, LogLevel.None, default, $"scope {state}", Fields(state), null));
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            recording._entries.Enqueue(new Entry(category, logLevel, eventId, formatter(state, exception), Fields(state), exception));

        private static Dictionary<string, object?> Fields<TState>(TState state) =>
            (state as IEnumerable<KeyValuePair<string, object?>> ?? []).ToDictionary(StringComparer.Ordinal);
    }
}
