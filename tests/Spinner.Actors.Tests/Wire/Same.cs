using System.Collections;
using System.Reflection;
using Xunit;

namespace Spinner.Actors.Tests.Wire;

/// <summary>Compares by content, property by property: records compare their lists by reference.</summary>
internal static class Same
{
    public static void Content(object? expected, object? actual, string where = "")
    {
        if (expected is null || actual is null)
        {
            Assert.True(expected is null && actual is null, $"{where}: {expected ?? "null"} is {actual ?? "null"}");
        }
        else if (expected is IDictionary map)
        {
            Assert.Equal(map.Keys.Cast<string>().Order(StringComparer.Ordinal), ((IDictionary)actual).Keys.Cast<string>().Order(StringComparer.Ordinal));
            foreach (string key in map.Keys) Content(map[key], ((IDictionary)actual)[key], $"{where}.{key}");
        }
        else if (expected is not string && expected is IEnumerable list)
        {
            object?[] others = [.. ((IEnumerable)actual).Cast<object?>()];
            object?[] ones = [.. list.Cast<object?>()];
            Assert.True(ones.Length == others.Length, $"{where} has {others.Length} entries, not {ones.Length}");
            for (int i = 0; i < ones.Length; i++) Content(ones[i], others[i], $"{where}[{i}]");
        }
        else
        {
            Assert.IsType(expected.GetType(), actual);
            if (expected is string || expected.GetType().IsValueType)
            {
                Assert.True(expected.Equals(actual), $"{where}: {expected} is {actual}");
                return;
            }

            foreach (PropertyInfo property in Fields(expected.GetType()))
            {
                Content(property.GetValue(expected), property.GetValue(actual), $"{where}.{property.Name}");
            }
        }
    }

    /// <summary>What a record holds, without what it works out.</summary>
    public static IEnumerable<PropertyInfo> Fields(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.SetMethod is not null);
}
