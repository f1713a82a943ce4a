using Microsoft.Extensions.Time.Testing;

namespace LeadGen.TestKit;

public static class FakeTime
{
    /// <summary>Advances the clock by one second at a time until the task has completed, successfully or not.</summary>
    public static async Task AdvanceUntilCompletedAsync(this FakeTimeProvider clock, Task task)
    {
        while (!task.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(1));

            // Gives the task time to start its next timer.
            await Task.Delay(1);
        }
    }
}
