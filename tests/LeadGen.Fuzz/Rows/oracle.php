<?php
// What PHP, which portals are written in, makes of a batch and of the same calls on their own.
// Each line of the input is a batch's body and then a body for each of its commands, in base64. For each a line comes back:
// a JSON list that says of each command where its row differs from its body, or null where it does not.

while (($line = fgets(STDIN)) !== false) {
    $bodies = array_map('base64_decode', explode(' ', trim($line)));
    $batch = json_decode(array_shift($bodies), true, 512, JSON_THROW_ON_ERROR);
    $answers = [];
    foreach (array_values($batch['cmd']) as $place => $command) {
        [$method, $query] = explode('?', $command, 2);
        $parameters = [];
        parse_str($query, $parameters);
        $answers[] = difference($parameters, json_decode($bodies[$place], true, 512, JSON_THROW_ON_ERROR), $method);
    }

    echo json_encode($answers, JSON_INVALID_UTF8_SUBSTITUTE | JSON_THROW_ON_ERROR), "\n";
}

// A row is all text: a number is its digits, and true and false are 1 and 0. Nothing else may differ.
function difference(mixed $row, mixed $body, string $path): ?string
{
    if (is_array($body)) {
        if (!is_array($row)) {
            return "$path is " . shown($row) . ' and not ' . shown($body);
        }

        // In the order of the body: PHP keeps it, and a list is one only where its keys count up.
        if (array_keys($row) !== array_keys($body)) {
            return "$path has " . shown(array_keys($row)) . ' and not ' . shown(array_keys($body));
        }

        foreach ($body as $key => $value) {
            $difference = difference($row[$key], $value, "$path [$key]");
            if ($difference !== null) {
                return $difference;
            }
        }

        return null;
    }

    $same = match (true) {
        is_string($body) => $row === $body,
        is_int($body) => $row === (string) $body || ($row === '-0' && $body === 0),
        is_bool($body) => $row === ($body ? '1' : '0'),
        // Digits beyond those of a float are lost to the body; the row keeps them.
        is_float($body) => is_string($row) && is_numeric($row) && (float) $row === $body,
        default => false,
    };
    return $same ? null : "$path is " . shown($row) . ' and not ' . shown($body);
}

function shown(mixed $value): string
{
    return json_encode($value, JSON_INVALID_UTF8_SUBSTITUTE | JSON_PARTIAL_OUTPUT_ON_ERROR | JSON_UNESCAPED_UNICODE);
}
